package dev.fcgi.jetty.ee9;

import dev.fcgi.servlet.Mount;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletRequestWrapper;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import org.jspecify.annotations.Nullable;

/**
 * A request below the path at which the front end mounts the application. {@code ServletContext.getContextPath()} is that
 * of the deployment all the same: it is one for all requests.
 */
final class MountedRequest extends HttpServletRequestWrapper {
    private final Mount.Prefix mount;
    /** The one that this one wraps, if a request is dispatched again. */
    private final @Nullable MountedRequest inner;

    private boolean startingAsync;

    MountedRequest(HttpServletRequest request, Mount.Prefix mount) {
        super(request);
        this.mount = mount;
        this.inner = find(request);
    }

    private static @Nullable MountedRequest find(ServletRequest request) {
        ServletRequest at = request;
        while (!(at instanceof MountedRequest) && at instanceof ServletRequestWrapper wrapper) {
            at = wrapper.getRequest();
        }
        return at instanceof MountedRequest mounted ? mounted : null;
    }

    @Override
    public String getContextPath() {
        return mount.publicPath();
    }

    @Override
    public String getRequestURI() {
        String uri = super.getRequestURI();
        if (startingAsync) {
            return uri;
        }
        // A container that forwards may wrap the inner one, with a path of its own, or not.
        return inner != null && uri.equals(inner.getRequestURI()) ? uri : mount.toPublic(uri);
    }

    @Override
    public StringBuffer getRequestURL() {
        return new StringBuffer(withPath(super.getRequestURL().toString(), getRequestURI()));
    }

    /** {@return the URL with another path} */
    static String withPath(String url, String path) {
        return url.substring(0, url.indexOf('/', url.indexOf("://") + 3)) + path;
    }

    /** The container looks here for the path to dispatch to, and knows only that of the deployment. */
    @Override
    public AsyncContext startAsync(ServletRequest request, ServletResponse response) {
        startingAsync = true;
        try {
            return super.startAsync(request, response);
        } finally {
            startingAsync = false;
        }
    }

    /** Where a request was dispatched from, or included, or failed, is public as well. */
    @Override
    public @Nullable Object getAttribute(String name) {
        Object value = super.getAttribute(name);
        if (value instanceof String text && name.startsWith("jakarta.servlet.")) {
            if (name.endsWith(".request_uri")) {
                return mount.publish(text);
            }
            if (name.endsWith(".context_path") && text.equals(mount.contextPath())) {
                return mount.publicPath();
            }
        }
        return value;
    }
}
