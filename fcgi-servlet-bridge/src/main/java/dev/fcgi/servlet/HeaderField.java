package dev.fcgi.servlet;

/**
 * A header field of a request.
 *
 * @param name the field name in its usual spelling, never empty
 * @param value the value, each byte one character (ISO-8859-1), possibly empty
 */
public record HeaderField(String name, String value) {}
