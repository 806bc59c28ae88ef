package dev.fcgi.servlet;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.fcgi.servlet.TrustPolicy.BadPathEncoding;

/**
 * What SCRIPT_NAME and PATH_INFO say, which front ends have decoded and split as they like.
 *
 * @param scriptName SCRIPT_NAME, one character for each byte
 * @param pathInfo PATH_INFO, likewise
 * @param absent whether neither was sent
 */
record ScriptPath(String scriptName, String pathInfo, boolean absent) {
    static ScriptPath of(MetaVariables variables) {
        return new ScriptPath(
                variables.getOrEmpty("SCRIPT_NAME"),
                variables.getOrEmpty("PATH_INFO"),
                variables.get("SCRIPT_NAME") == null && variables.get("PATH_INFO") == null);
    }

    /** {@return both as one path (MAP-11), decoded} */
    String joined() {
        if (pathInfo.startsWith(scriptName) && !scriptName.isEmpty()) {
            return absolute(pathInfo); // IIS and overlapping Caddy settings put the whole path into PATH_INFO
        }
        if (scriptName.endsWith("/") && pathInfo.startsWith("/")) {
            return absolute(scriptName.substring(0, scriptName.length() - 1) + pathInfo);
        }
        boolean slash =
                !scriptName.isEmpty() && !pathInfo.isEmpty() && !scriptName.endsWith("/") && !pathInfo.startsWith("/");
        return absolute(scriptName + (slash ? "/" : "") + pathInfo);
    }

    /** {@return SCRIPT_NAME as the prefix of a raw path, without a slash at its end} */
    String publicPrefix() {
        String prefix = scriptName.isEmpty() ? "" : absolute(scriptName);
        return Paths.encodeRest(
                prefix.endsWith("/") ? prefix.substring(0, prefix.length() - 1) : prefix, Paths.DECODED_CHARACTERS);
    }

    /** {@return whether both together are this raw path, decoded and normalised as front ends do} */
    boolean isPathOf(String raw) {
        if (raw.length() == scriptName.length() + pathInfo.length()
                && raw.startsWith(scriptName)
                && raw.endsWith(pathInfo)) {
            return true;
        }
        String path = Paths.normalise(Paths.decode(raw));
        String joined = joined();
        return path.equals(Paths.normalise(joined))
                || path.equals(Paths.normalise(Paths.decode(joined))); // Apache with AllowEncodedSlashes NoDecode
    }

    private static String absolute(String path) {
        return path.startsWith("/") ? path : "/" + path;
    }

    /**
     * Makes a raw path of a decoded one.
     *
     * @throws CgiException with status 400 when it is not UTF-8 and has to be
     */
    static String encode(String variable, String decoded, BadPathEncoding badPathEncoding) throws CgiException {
        byte[] bytes = decoded.getBytes(ISO_8859_1);
        String text = Utf8.decode(bytes);
        if (text == null) {
            if (badPathEncoding == BadPathEncoding.REJECT) {
                throw CgiException.badRequest(variable, decoded, "it must be UTF-8, or badPathEncoding=iso-8859-1");
            }
            text = decoded;
        }
        return Paths.encodeText(absolute(text));
    }
}
