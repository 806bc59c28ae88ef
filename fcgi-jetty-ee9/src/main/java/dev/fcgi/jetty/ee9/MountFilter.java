package dev.fcgi.jetty.ee9;

import dev.fcgi.servlet.Mount;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * Shows web applications the path at which the front end mounts them, where they are deployed at another one. Requests that
 * no mount concerns pass as they are.
 */
public final class MountFilter implements Filter {
    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (request instanceof HttpServletRequest httpRequest
                && response instanceof HttpServletResponse httpResponse
                && request.getAttribute(Mount.ATTRIBUTE) instanceof Mount.Prefix mount) {
            MountedRequest mounted = new MountedRequest(httpRequest, mount);
            chain.doFilter(mounted, new MountedResponse(mounted, httpResponse, mount));
        } else {
            chain.doFilter(request, response);
        }
    }
}
