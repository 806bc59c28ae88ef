package dev.fcgi.servlet;

import dev.fcgi.servlet.Mount.Prefix;
import dev.fcgi.servlet.TrustPolicy.PathSource;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The path and query of a request (MAP-10 to MAP-17), raw: nothing is decoded or resolved here, so that the container's
 * own rules for ambiguous paths apply as they do over HTTP.
 *
 * @param path begins with {@code /}, or is {@code *}
 * @param query without {@code ?}, or {@code null}
 * @param authority the authority of an absolute-form target, or {@code null}
 * @param mount what is mounted there, or {@code null}
 */
record RequestTarget(
        String path,
        @Nullable String query,
        @Nullable String authority,
        @Nullable Prefix mount) {
    static RequestTarget of(MetaVariables variables, String method, TrustPolicy policy, Set<Notice> notices)
            throws CgiException {
        ScriptPath scriptPath = ScriptPath.of(variables);
        String target = variables.getOrEmpty("REQUEST_URI");
        String authority = null;
        int schemeEnd = schemeEnd(target);
        if (schemeEnd > 0) { // Apache and h2o pass the absolute form on as it came
            int authorityEnd = endOfAuthority(target, schemeEnd);
            authority = target.substring(schemeEnd, authorityEnd);
            target = target.substring(authorityEnd);
            if (!target.startsWith("/")) {
                target = "/" + target;
            }
        }
        int questionMark = target.indexOf('?');
        String path = path(variables, method, policy, scriptPath, target, questionMark);
        boolean fromRequestUri = !target.isEmpty() && policy.pathSource() == PathSource.REQUEST_URI;
        if (fromRequestUri && !path.equals("*") && !scriptPath.absent() && !scriptPath.isPathOf(path)) {
            notices.add(isErrorDocument(variables) ? Notice.PATH_OF_ERROR_DOCUMENT : Notice.PATH_REWRITTEN);
        }
        return new RequestTarget(
                path,
                query(variables, target, questionMark),
                authority,
                policy.mount().find(path, scriptPath));
    }

    private static String path(
            MetaVariables variables,
            String method,
            TrustPolicy policy,
            ScriptPath scriptPath,
            String target,
            int questionMark)
            throws CgiException {
        String path = questionMark < 0 ? target : target.substring(0, questionMark);
        if (path.equals("*") && method.equals("OPTIONS")) {
            return path;
        }
        if (target.isEmpty() || policy.pathSource() != PathSource.REQUEST_URI) {
            return decodedPath(variables, policy, scriptPath);
        }
        if (!path.startsWith("/")) {
            throw CgiException.badRequest("REQUEST_URI", target, "it must begin with '/'");
        }
        return Paths.encodeRest(path, Paths.PATH_CHARACTERS);
    }

    /** What SCRIPT_NAME and PATH_INFO say, else DOCUMENT_URI (MAP-11). */
    private static String decodedPath(MetaVariables variables, TrustPolicy policy, ScriptPath scriptPath)
            throws CgiException {
        if (scriptPath.absent()) {
            String documentURI = variables.getOrEmpty("DOCUMENT_URI");
            if (documentURI.isEmpty()) {
                throw new CgiException(
                        400,
                        "there is none of the variables that make a path: REQUEST_URI, SCRIPT_NAME, PATH_INFO, DOCUMENT_URI");
            }
            return ScriptPath.encode("DOCUMENT_URI", documentURI, policy.badPathEncoding());
        }
        return policy.pathSource() == PathSource.PATH_INFO
                ? ScriptPath.encode("PATH_INFO", scriptPath.pathInfo(), policy.badPathEncoding())
                : ScriptPath.encode("SCRIPT_NAME and PATH_INFO", scriptPath.joined(), policy.badPathEncoding());
    }

    /** Apache says so when it asks for the document of an error; nginx always says 200. */
    private static boolean isErrorDocument(MetaVariables variables) {
        String status = variables.getOrEmpty("REDIRECT_STATUS");
        return !status.isEmpty() && !status.equals("200");
    }

    /** QUERY_STRING is what is left after the web server's rewrites; only REQUEST_URI tells "?" from nothing. */
    private static @Nullable String query(MetaVariables variables, String target, int questionMark) {
        String query = variables.get("QUERY_STRING");
        if (query == null && questionMark >= 0) {
            query = target.substring(questionMark + 1);
        }
        if (query == null || (query.isEmpty() && questionMark < 0)) {
            return null;
        }
        return Paths.encodeRest(query, Paths.QUERY_CHARACTERS);
    }

    private static int schemeEnd(String target) {
        for (String prefix : new String[] {"http://", "https://"}) {
            if (target.regionMatches(true, 0, prefix, 0, prefix.length())) {
                return prefix.length();
            }
        }
        return 0;
    }

    private static int endOfAuthority(String target, int from) {
        int i = from;
        while (i < target.length() && target.charAt(i) != '/' && target.charAt(i) != '?') {
            i++;
        }
        return i;
    }
}
