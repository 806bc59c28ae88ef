package dev.fcgi.servlet;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** From {@code HTTP_*} variables to header names (MAP-30) and back to whether they are taken at all (MAP-32). */
final class HeaderNames {
    /** Facts about the client's connection or message framing, and what only scripts that run as CGI must fear. */
    private static final Set<String> NEVER_TAKEN = Set.of(
            "HTTP_CONTENT_LENGTH",
            "HTTP_CONTENT_TYPE",
            "HTTP_TRANSFER_ENCODING",
            "HTTP_CONNECTION",
            "HTTP_KEEP_ALIVE",
            "HTTP_PROXY_CONNECTION",
            "HTTP_TE",
            "HTTP_TRAILER",
            "HTTP_UPGRADE",
            "HTTP_EXPECT",
            "HTTP_PROXY");

    private static final Map<String, String> USUAL_SPELLING = new HashMap<>();

    static {
        for (String name : new String[] {
            "DNT",
            "ETag",
            "HTTP2-Settings",
            "X-Request-ID",
            "X-CSRF-Token",
            "X-XSRF-TOKEN",
            "X-UA-Compatible",
            "Sec-GPC",
            "Sec-CH-UA",
            "Sec-CH-UA-Mobile",
            "Sec-CH-UA-Platform",
            "Sec-WebSocket-Key",
            "Sec-WebSocket-Version",
            "Sec-WebSocket-Protocol",
            "Sec-WebSocket-Extensions",
            "SOAPAction",
            "IM",
            "A-IM"
        }) {
            USUAL_SPELLING.put(variable(name), name);
        }
        for (String name : new String[] {
            "Host",
            "Accept",
            "Accept-Charset",
            "Accept-Encoding",
            "Accept-Language",
            "Authorization",
            "Cache-Control",
            "Cookie",
            "Forwarded",
            "From",
            "If-Match",
            "If-Modified-Since",
            "If-None-Match",
            "If-Range",
            "If-Unmodified-Since",
            "Last-Event-Id",
            "Max-Forwards",
            "Origin",
            "Pragma",
            "Priority",
            "Range",
            "Referer",
            "Sec-Fetch-Dest",
            "Sec-Fetch-Mode",
            "Sec-Fetch-Site",
            "Sec-Fetch-User",
            "Upgrade-Insecure-Requests",
            "User-Agent",
            "Via",
            "X-Forwarded-For",
            "X-Forwarded-Host",
            "X-Forwarded-Proto",
            "X-Requested-With"
        }) {
            USUAL_SPELLING.put(variable(name), name);
        }
    }

    private HeaderNames() {}

    private static String variable(String name) {
        StringBuilder variable = new StringBuilder("HTTP_");
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            variable.append(c == '-' ? '_' : c >= 'a' && c <= 'z' ? (char) (c - 32) : c);
        }
        return variable.toString();
    }

    static boolean isTaken(String variable) {
        return variable.length() > "HTTP_".length() && !NEVER_TAKEN.contains(variable);
    }

    static String of(String variable) {
        String usual = USUAL_SPELLING.get(variable);
        return usual != null ? usual : capitalCase(variable);
    }

    private static String capitalCase(String variable) {
        StringBuilder name = new StringBuilder(variable.length());
        boolean start = true;
        for (int i = "HTTP_".length(); i < variable.length(); i++) {
            char c = variable.charAt(i);
            if (c == '_') {
                name.append('-');
            } else {
                name.append(!start && c >= 'A' && c <= 'Z' ? (char) (c + 32) : c);
            }
            start = c == '_';
        }
        return name.toString();
    }
}
