package dev.fcgi.jetty;

import dev.fcgi.servlet.CgiRequest;
import dev.fcgi.servlet.Mount.Prefix;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Makes what a container says of paths public (MAP-14): it knows the context path that is deployed, and clients another
 * one. What applications say themselves is public already where they asked the container for their context path.
 */
final class PublicPaths {
    private static final Pattern COOKIE_PATH = Pattern.compile("(;\\s*path=)(/[^;]*)", Pattern.CASE_INSENSITIVE);

    private PublicPaths() {}

    /** {@return a Location that clients can follow; another site's is left alone} */
    static String location(CgiRequest request, Prefix mount, String location) {
        return mount.publishLocation(origin(request), location);
    }

    /** {@return a Set-Cookie value whose Path browsers find in the paths that they ask for} */
    static String cookie(Prefix mount, String cookie) {
        Matcher path = COOKIE_PATH.matcher(cookie);
        if (!path.find()) {
            return cookie;
        }
        // The root of the deployment is the prefix alone, or browsers would not send the cookie there.
        String deployed = path.group(2).equals("/") && mount.contextPath().isEmpty() ? "" : path.group(2);
        return cookie.substring(0, path.start(2)) + mount.publish(deployed) + cookie.substring(path.end(2));
    }

    /** {@return scheme, host and port as clients address them} */
    static String origin(CgiRequest request) {
        String port = request.defaultPort() ? "" : ":" + request.serverPort();
        return request.scheme() + "://" + request.serverName() + port;
    }
}
