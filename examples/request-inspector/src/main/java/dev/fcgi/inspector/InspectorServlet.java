package dev.fcgi.inspector;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;

/** Answers any request, whatever its method and path, with the facts of that request. */
public final class InspectorServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;

    /** Made by the container. */
    public InspectorServlet() {}

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        Format format = Format.of(request);
        List<FactGroup> facts = RequestFacts.of(request);
        switch (format) {
            case HTML -> Answer.html(response, HttpServletResponse.SC_OK, new Page(request, response).inspector(facts));
            case JSON -> Answer.json(response, HttpServletResponse.SC_OK, FactGroup.merge(facts));
        }
    }
}
