package dev.fcgi.jetty.ee9;

import dev.fcgi.servlet.Mount;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.io.IOException;

/**
 * Shows the container's default servlet the path that is deployed again, behind all filters of the application: it looks for
 * files below that one. Its redirects are made public by {@link MountedResponse}.
 */
public final class MountedDefaultFilter implements Filter {
    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (request instanceof HttpServletRequest httpRequest
                && request.getAttribute(Mount.ATTRIBUTE) instanceof Mount.Prefix mount) {
            chain.doFilter(new DeployedRequest(httpRequest, mount), response);
        } else {
            chain.doFilter(request, response);
        }
    }

    private static final class DeployedRequest extends HttpServletRequestWrapper {
        private final Mount.Prefix mount;

        DeployedRequest(HttpServletRequest request, Mount.Prefix mount) {
            super(request);
            this.mount = mount;
        }

        @Override
        public String getContextPath() {
            return mount.contextPath();
        }

        @Override
        public String getRequestURI() {
            return mount.fromPublic(super.getRequestURI());
        }

        @Override
        public StringBuffer getRequestURL() {
            return new StringBuffer(
                    MountedRequest.withPath(super.getRequestURL().toString(), getRequestURI()));
        }
    }
}
