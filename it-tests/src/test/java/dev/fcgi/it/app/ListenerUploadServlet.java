package dev.fcgi.it.app;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.security.MessageDigest;

/** As {@link UploadServlet}, read without blocking. */
@WebServlet(urlPatterns = "/upload/listener", asyncSupported = true)
@SuppressWarnings("serial")
public final class ListenerUploadServlet extends HttpServlet {

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        AsyncContext async = request.startAsync();
        async.setTimeout(60_000);
        ServletInputStream in = request.getInputStream();
        in.setReadListener(new Reader(in, async, response));
    }

    private static final class Reader implements ReadListener {

        private final ServletInputStream in;
        private final AsyncContext async;
        private final HttpServletResponse response;
        private final MessageDigest digest = Data.newSha256();
        private final byte[] buffer = new byte[32 * 1024];
        private long length;

        Reader(ServletInputStream in, AsyncContext async, HttpServletResponse response) {
            this.in = in;
            this.async = async;
            this.response = response;
        }

        @Override
        public void onDataAvailable() throws IOException {
            while (in.isReady()) {
                int n = in.read(buffer);
                if (n < 0) {
                    return;
                }
                digest.update(buffer, 0, n);
                length += n;
            }
        }

        @Override
        public void onAllDataRead() throws IOException {
            UploadServlet.answer(response, length, digest);
            async.complete();
        }

        @Override
        public void onError(Throwable failure) {
            async.complete();
        }
    }
}
