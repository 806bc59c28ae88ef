package dev.fcgi.it.app;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * Sends {@code bytes} bytes made from {@code seed}, announced unless {@code announced=false}, with blocking writes. A failed
 * write is put into the notice {@code name}.
 */
@WebServlet({"/download", "/unbuffered/download"})
@SuppressWarnings("serial")
public final class DownloadServlet extends HttpServlet {

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Data data = data(request, response);
        byte[] buffer = new byte[32 * 1024];
        try {
            ServletOutputStream out = response.getOutputStream();
            for (int n = data.read(buffer); n >= 0; n = data.read(buffer)) {
                out.write(buffer, 0, n);
            }
        } catch (IOException e) {
            Notices.put(request.getParameter("name"), "write failed");
            throw e;
        }
    }

    static Data data(HttpServletRequest request, HttpServletResponse response) {
        long bytes = Long.parseLong(request.getParameter("bytes"));
        response.setContentType("application/octet-stream");
        if (!"false".equals(request.getParameter("announced"))) {
            response.setContentLengthLong(bytes);
        }
        return new Data(Long.parseLong(request.getParameter("seed")), bytes);
    }
}
