package dev.fcgi.it.app;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** As {@link DownloadServlet}, written without blocking. */
@WebServlet(urlPatterns = "/download/listener", asyncSupported = true)
@SuppressWarnings("serial")
public final class ListenerDownloadServlet extends HttpServlet {

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Data data = DownloadServlet.data(request, response);
        AsyncContext async = request.startAsync();
        async.setTimeout(60_000);
        ServletOutputStream out = response.getOutputStream();
        out.setWriteListener(new Writer(out, async, data));
    }

    private static final class Writer implements WriteListener {

        private final ServletOutputStream out;
        private final AsyncContext async;
        private final Data data;

        Writer(ServletOutputStream out, AsyncContext async, Data data) {
            this.out = out;
            this.async = async;
            this.data = data;
        }

        @Override
        public void onWritePossible() throws IOException {
            while (out.isReady()) {
                byte[] buffer = new byte[16 * 1024];
                int n = data.read(buffer);
                if (n < 0) {
                    async.complete();
                    return;
                }
                out.write(buffer, 0, n);
            }
        }

        @Override
        public void onError(Throwable failure) {
            async.complete();
        }
    }
}
