package dev.fcgi.jetty;

import jakarta.servlet.MultipartConfigElement;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import org.eclipse.jetty.ee11.servlet.ServletHolder;
import org.eclipse.jetty.server.Handler;
import org.junit.jupiter.api.BeforeEach;

/** Tests with servlets below {@code /servlet}; all other paths are those of {@link TestHandler}. */
abstract class StartedServletTest extends StartedServerTest {
    private final ServletContextHandler context = new ServletContextHandler("/servlet");

    /** What one test needs a servlet to do. */
    interface Service {
        void service(HttpServletRequest request, HttpServletResponse response) throws Exception;
    }

    @BeforeEach
    @Override
    void start() throws Exception {
        server.server.setHandler(new Handler.Sequence(context, new TestHandler(server)));
        super.start();
    }

    /** @param path below {@code /servlet} */
    void on(String path, Service service) {
        on(path, new ServiceServlet(service));
    }

    void on(String path, HttpServlet servlet) {
        ServletHolder holder = new ServletHolder(servlet);
        holder.setAsyncSupported(true);
        holder.getRegistration().setMultipartConfig(new MultipartConfigElement(""));
        context.addServlet(holder, path);
    }

    private static final class ServiceServlet extends HttpServlet {
        private static final long serialVersionUID = 1L;

        private final transient Service service;

        ServiceServlet(Service service) {
            this.service = service;
        }

        @Override
        protected void service(HttpServletRequest request, HttpServletResponse response)
                throws ServletException, IOException {
            try {
                service.service(request, response);
            } catch (IOException | ServletException | RuntimeException x) {
                throw x;
            } catch (Exception x) {
                throw new ServletException(x);
            }
        }
    }
}
