package dev.fcgi.inspector;

import jakarta.servlet.ServletException;

/** A request parameter is missing or outside its range; {@link BadParameterFilter} answers with status 400. */
final class BadParameterException extends ServletException {
    private static final long serialVersionUID = 1L;

    /** @param message which parameter, what it must be and what it is; shown to the client */
    BadParameterException(String message) {
        super(message);
    }
}
