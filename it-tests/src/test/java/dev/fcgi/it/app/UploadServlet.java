package dev.fcgi.it.app;

import jakarta.servlet.ServletInputStream;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.security.MessageDigest;
import java.util.HexFormat;

/**
 * Answers with length and SHA-256 of the request's body, read with blocking reads. A failed read is put into the notice
 * {@code name}. The second mapping is where a web server that can do so passes the body on while it arrives.
 */
@WebServlet({"/upload", "/streamed/upload"})
@SuppressWarnings("serial")
public final class UploadServlet extends HttpServlet {

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        MessageDigest digest = Data.newSha256();
        long length = 0;
        String name = request.getParameter("name");
        try {
            ServletInputStream in = request.getInputStream();
            byte[] buffer = new byte[32 * 1024];
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                if (length == 0 && name != null) {
                    Notices.put(name, "reading");
                }
                digest.update(buffer, 0, n);
                length += n;
            }
        } catch (IOException e) {
            if (name != null) {
                Notices.put(name, "read failed");
            }
            throw e;
        }
        if (name != null) {
            Notices.put(name, "read to the end");
        }
        answer(response, length, digest);
    }

    static void answer(HttpServletResponse response, long length, MessageDigest digest) throws IOException {
        response.setContentType("text/plain");
        response.getOutputStream().print(length + " " + HexFormat.of().formatHex(digest.digest()));
    }
}
