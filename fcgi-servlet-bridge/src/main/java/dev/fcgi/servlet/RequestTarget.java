package dev.fcgi.servlet;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.jspecify.annotations.Nullable;

/**
 * The path and query of a request (MAP-10, MAP-16, MAP-17), raw: nothing is decoded or resolved here, so that the
 * container's own rules for ambiguous paths apply as they do over HTTP.
 *
 * @param path begins with {@code /}, or is {@code *}
 * @param query without {@code ?}, or {@code null}
 * @param authority the authority of an absolute-form target, or {@code null}
 */
record RequestTarget(
        String path, @Nullable String query, @Nullable String authority) {
    private static final String PATH_CHARACTERS = "/%;:@!$&'()*+,=-._~";
    private static final String QUERY_CHARACTERS = PATH_CHARACTERS + "?[]{}|\\^`";

    static RequestTarget of(MetaVariables variables, String method) throws CgiException {
        String target = variables.getOrEmpty("REQUEST_URI");
        if (target.isEmpty()) {
            String query = variables.getOrEmpty("QUERY_STRING");
            return new RequestTarget(
                    decodedPath(variables), query.isEmpty() ? null : encode(query, QUERY_CHARACTERS), null);
        }
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
        String path = questionMark < 0 ? target : target.substring(0, questionMark);
        if (!path.startsWith("/") && !(path.equals("*") && method.equals("OPTIONS"))) {
            throw CgiException.badRequest("REQUEST_URI", target, "it must begin with '/'");
        }
        return new RequestTarget(encode(path, PATH_CHARACTERS), query(variables, target, questionMark), authority);
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
        return encode(query, QUERY_CHARACTERS);
    }

    /** For parameter lists without REQUEST_URI (MAP-11): what SCRIPT_NAME and PATH_INFO say, else DOCUMENT_URI. */
    private static String decodedPath(MetaVariables variables) throws CgiException {
        if (variables.get("SCRIPT_NAME") == null && variables.get("PATH_INFO") == null) {
            String documentURI = variables.utf8("DOCUMENT_URI");
            if (documentURI.isEmpty()) {
                throw new CgiException(400, "there is no REQUEST_URI, SCRIPT_NAME, PATH_INFO or DOCUMENT_URI");
            }
            return encodeDecoded(documentURI);
        }
        String scriptName = variables.utf8("SCRIPT_NAME");
        String pathInfo = variables.utf8("PATH_INFO");
        if (pathInfo.startsWith(scriptName) && !scriptName.isEmpty()) {
            return encodeDecoded(pathInfo); // IIS and overlapping Caddy settings put the whole path into PATH_INFO
        }
        if (scriptName.endsWith("/") && pathInfo.startsWith("/")) {
            scriptName = scriptName.substring(0, scriptName.length() - 1);
        } else if (!scriptName.isEmpty()
                && !pathInfo.isEmpty()
                && !scriptName.endsWith("/")
                && !pathInfo.startsWith("/")) {
            scriptName += "/";
        }
        return encodeDecoded(scriptName + pathInfo);
    }

    private static String encodeDecoded(String path) {
        String absolute = path.startsWith("/") ? path : "/" + path;
        StringBuilder out = new StringBuilder(absolute.length() + 16);
        for (byte b : absolute.getBytes(UTF_8)) {
            append(out, b & 0xFF, PATH_CHARACTERS.replace("%", ""));
        }
        return out.toString();
    }

    /** Leaves what may stand in a URI, percent signs included, and percent-encodes the rest. */
    private static String encode(String raw, String allowed) {
        int i = 0;
        while (i < raw.length() && mayStand(raw.charAt(i), allowed)) {
            i++;
        }
        if (i == raw.length()) {
            return raw;
        }
        StringBuilder out = new StringBuilder(raw.length() + 16).append(raw, 0, i);
        for (; i < raw.length(); i++) {
            append(out, raw.charAt(i), allowed);
        }
        return out.toString();
    }

    private static void append(StringBuilder out, int c, String allowed) {
        if (mayStand(c, allowed)) {
            out.append((char) c);
        } else {
            out.append('%').append(Character.toUpperCase(Character.forDigit(c >> 4, 16)));
            out.append(Character.toUpperCase(Character.forDigit(c & 15, 16)));
        }
    }

    private static boolean mayStand(int c, String allowed) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || allowed.indexOf(c) >= 0;
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
