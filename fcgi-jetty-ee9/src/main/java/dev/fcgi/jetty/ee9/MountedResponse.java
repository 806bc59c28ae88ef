package dev.fcgi.jetty.ee9;

import dev.fcgi.servlet.Mount;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The response to a {@link MountedRequest}: what the application links to is below the public path. */
final class MountedResponse extends HttpServletResponseWrapper {
    private final HttpServletRequest request;
    private final Mount.Prefix mount;

    MountedResponse(HttpServletRequest request, HttpServletResponse response, Mount.Prefix mount) {
        super(response);
        this.request = request;
        this.mount = mount;
    }

    @Override
    public void sendRedirect(String location) throws IOException {
        super.sendRedirect(location(resolve(location)));
    }

    @Override
    public void setHeader(String name, @Nullable String value) {
        super.setHeader(name, isLocation(name) && value != null ? location(value) : value);
    }

    @Override
    public void addHeader(String name, @Nullable String value) {
        super.addHeader(name, isLocation(name) && value != null ? location(value) : value);
    }

    private static boolean isLocation(String name) {
        return name.equalsIgnoreCase("Location");
    }

    private String location(String location) {
        if (request.getAttribute(Mount.LOCATION_IS_PUBLIC) != null) {
            return location; // by the response to the request that was forwarded
        }
        request.setAttribute(Mount.LOCATION_IS_PUBLIC, true);
        return publish(location);
    }

    /** The container would resolve it against the path that is deployed. */
    private String resolve(String location) {
        if (location.startsWith("/") || location.matches("[A-Za-z][A-Za-z0-9+.-]*:.*")) {
            return location;
        }
        String uri = request.getRequestURI();
        return location.isEmpty() || location.startsWith("?") || location.startsWith("#")
                ? uri + location
                : uri.substring(0, uri.lastIndexOf('/') + 1) + location;
    }

    private String publish(String location) {
        return mount.publishLocation(origin(), location);
    }

    private String origin() {
        String url = request.getRequestURL().toString();
        return url.substring(0, url.length() - request.getRequestURI().length());
    }

    @Override
    public String encodeURL(String url) {
        return publish(super.encodeURL(deployed(url)));
    }

    @Override
    public String encodeRedirectURL(String url) {
        return publish(super.encodeRedirectURL(deployed(url)));
    }

    /** The container adds a session only to URLs that it takes for the application's. */
    private String deployed(String url) {
        String origin = origin();
        String rest = url.startsWith(origin) ? url.substring(origin.length()) : "";
        return rest.startsWith("/") ? origin + mount.fromPublic(rest) : url;
    }
}
