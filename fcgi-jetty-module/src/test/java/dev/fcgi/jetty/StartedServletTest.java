package dev.fcgi.jetty;

import jakarta.servlet.MultipartConfigElement;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import org.eclipse.jetty.ee11.servlet.ServletHolder;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.BeforeEach;

/** Tests with servlets below {@code /servlet}; all other paths are those of {@link TestHandler}. */
abstract class StartedServletTest extends StartedServerTest {
    private final ServletContextHandler context = new ServletContextHandler("/servlet");
    /** Counts the calls that have come back from {@link #context}. */
    private final AtomicInteger returned = new AtomicInteger();

    /** What one test needs a servlet to do. */
    interface Service {
        void service(HttpServletRequest request, HttpServletResponse response) throws Exception;
    }

    @BeforeEach
    @Override
    void start() throws Exception {
        Handler counted = new Handler.Wrapper(context) {
            @Override
            public boolean handle(Request request, Response response, Callback callback) throws Exception {
                try {
                    return super.handle(request, response, callback);
                } finally {
                    returned.incrementAndGet();
                }
            }
        };
        server.server.setHandler(new Handler.Sequence(counted, new TestHandler(server)));
        super.start();
    }

    /** Waits until the first request is none that a thread is busy with: it is asynchronous, or done. */
    void awaitReturn() {
        TestServer.await().until(() -> returned.get() > 0);
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

    static final class ServiceServlet extends HttpServlet {
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
