package dev.fcgi.inspector;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.Part;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Answers with the size and SHA-256 of what it receives: of each part of a posted {@code multipart/form-data}, as a
 * page or as JSON, and of any other body, as JSON. A body that is not multipart is never held in memory or on disk.
 */
public final class UploadServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;

    /** Made by the container. */
    public UploadServlet() {}

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        String contentType = request.getContentType();
        if (contentType != null && contentType.toLowerCase(Locale.ROOT).startsWith("multipart/form-data")) {
            multipart(request, response);
        } else {
            raw(request, response);
        }
    }

    @Override
    protected void doPut(HttpServletRequest request, HttpServletResponse response) throws IOException {
        raw(request, response);
    }

    private static void multipart(HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        var parts = new ArrayList<Map<String, @Nullable Object>>();
        for (Part part : request.getParts()) {
            parts.add(facts(part));
        }
        switch (Format.of(request)) {
            case HTML ->
                Answer.html(
                        response,
                        HttpServletResponse.SC_OK,
                        new Page(request, response).result("Upload", groups(parts)));
            case JSON -> Answer.json(response, HttpServletResponse.SC_OK, Map.of("parts", parts));
        }
    }

    private static Map<String, @Nullable Object> facts(Part part) throws IOException {
        var facts = new LinkedHashMap<String, @Nullable Object>();
        facts.put("name", part.getName());
        facts.put("submittedFileName", part.getSubmittedFileName());
        facts.put("contentType", part.getContentType());
        facts.put("size", part.getSize());
        try (InputStream in = part.getInputStream()) {
            facts.put("sha256", Digest.of(in).sha256());
        }
        return facts;
    }

    private static List<FactGroup> groups(List<Map<String, @Nullable Object>> parts) {
        var groups = new ArrayList<FactGroup>();
        for (Map<String, @Nullable Object> part : parts) {
            groups.add(new FactGroup("Part " + (groups.size() + 1) + " of " + parts.size(), null, part));
        }
        return groups;
    }

    /** Asks for no parameter: that would make the container read a form-encoded body. */
    private static void raw(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Digest digest = Digest.of(request.getInputStream());
        var body = new LinkedHashMap<String, Object>();
        body.put("bytes", digest.bytes());
        body.put("sha256", digest.sha256());
        Answer.json(response, HttpServletResponse.SC_OK, body);
    }
}
