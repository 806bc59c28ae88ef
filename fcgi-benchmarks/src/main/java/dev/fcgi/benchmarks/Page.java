package dev.fcgi.benchmarks;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Locale;

/** What every peer of the comparison serves. */
enum Page {
    /** A few bytes. */
    HELLO("text/plain", "Hello, world!\n"),
    /** 1 KB. */
    JSON("application/json", items());

    private final String contentType;
    private final String body;

    Page(String contentType, String body) {
        this.contentType = contentType;
        this.body = body;
    }

    private static String items() {
        int length = 1024;
        StringBuilder items = new StringBuilder("[");
        for (int i = 1; items.length() < length - 80; i++) {
            items.append("{\"id\":%d,\"name\":\"Item %d\",\"price\":\"%d.95\"},\n".formatted(i, i, 3 * i));
        }
        String end = "{\"total\":true}]";
        return items + " ".repeat(length - items.length() - end.length()) + end;
    }

    String path() {
        return "/" + name().toLowerCase(Locale.ROOT);
    }

    String contentType() {
        return contentType;
    }

    /** {@return the response's content, ASCII without quotes or backslashes that a PHP string would need escaped} */
    String body() {
        return body;
    }

    byte[] bytes() {
        return body.getBytes(US_ASCII);
    }
}
