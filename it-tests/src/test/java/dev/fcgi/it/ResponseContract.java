package dev.fcgi.it;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Status, fields, and the responses that have no body. */
interface ResponseContract extends Contract {

    @ParameterizedTest
    @ValueSource(ints = {200, 202, 203, 299, 400, 402, 404, 405, 409, 418, 422, 429, 451, 499, 500, 501, 502, 503, 599})
    default void keepsTheStatus(int code) throws Exception {
        RawReply reply = client().raw("GET", "/contract/status?body=hello&code=" + code);
        assertThat(reply.status()).isEqualTo(code);
        assertThat(reply.text()).isEqualTo("hello");
    }

    @ParameterizedTest
    @CsvSource({"204, a%22", "304, %22a%22"})
    default void sendsNoBodyWhereThereMustBeNone(int code, String etag) throws Exception {
        try (RawHttp connection = client().connect()) {
            RawHead head = connection
                    .request("GET", "/contract/status?etag=" + etag + "&code=" + code, "Connection: close")
                    .readHeadThenEnd();
            assertThat(head.status()).isEqualTo(code);
            assertThat(head.value("ETag")).isNotNull();
        }
    }

    @Test
    default void servesOnAfterAResponseWithoutBody() throws Exception {
        try (RawHttp connection = client().connect()) {
            for (int code : new int[] {204, 304, 204}) {
                connection.request("GET", "/contract/status?code=" + code);
                assertThat(connection.readHead().status()).isEqualTo(code);
                connection.request("HEAD", "/contract/headers");
                assertThat(connection.readHead().status()).isEqualTo(200);
            }
            assertThat(connection.request("GET", "/contract/facts").readReply().status())
                    .isEqualTo(200);
        }
    }

    @Test
    default void answersHeadWithTheFieldsOfGet() throws Exception {
        RawHead get = client().raw("GET", "/contract/headers?announced=true", "Connection: close")
                .head();
        assertLength(get, 5);
        try (RawHttp connection = client().connect()) {
            RawHead head = connection
                    .request("HEAD", "/contract/headers?announced=true", "Connection: close")
                    .readHeadThenEnd();
            assertThat(head.status()).isEqualTo(200);
            assertThat(head.sortedWithout(fieldsOfGetAlone())).isEqualTo(get.sortedWithout(fieldsOfGetAlone()));
        }
    }

    /** The date may be another. */
    @HookOf("answersHeadWithTheFieldsOfGet")
    default String[] fieldsOfGetAlone() {
        return new String[] {"Date"};
    }

    @Test
    default void answersHeadWithTheFieldsOfGetWithoutAKnownLength() throws Exception {
        String target = "/contract/download?announced=false&seed=1&bytes=100000";
        RawHead get = client().raw("GET", target, "Connection: close").head();
        try (RawHttp connection = client().connect()) {
            RawHead head =
                    connection.request("HEAD", target, "Connection: close").readHeadThenEnd();
            assertThat(head.sortedWithout(fieldsOfFraming())).isEqualTo(get.sortedWithout(fieldsOfFraming()));
        }
    }

    /** The fields that a web server sends as it can. */
    @HookOf("answersHeadWithTheFieldsOfGetWithoutAKnownLength")
    default String[] fieldsOfFraming() {
        return new String[] {"Date", "Content-Length", "Transfer-Encoding"};
    }

    @Test
    default void keepsEveryField() throws Exception {
        RawReply reply = client().raw("GET", "/contract/headers");
        assertThat(reply.head().values("Set-Cookie"))
                .hasSize(3)
                .anyMatch("one=1"::equals)
                .anyMatch("three=a=b; Path=/"::equals)
                .anyMatch(cookie -> cookie.startsWith("two=2; ")
                        && cookie.contains("Path=/elsewhere")
                        && cookie.contains("Max-Age=60")
                        && cookie.contains("HttpOnly"));
        assertThat(String.join(", ", reply.head().values("X-Twice"))).isEqualTo("first, second, with comma");
        assertThat(reply.head().value("X-Long")).isEqualTo("x".repeat(3000));
        assertThat(reply.head().value("Last-Modified")).isEqualTo("Tue, 14 Nov 2023 22:13:20 GMT");
        assertThat(reply.head().value("Content-Type")).isEqualToIgnoringCase("text/plain;charset=utf-8");
        assertThat(reply.text()).isEqualTo("bödy");
    }

    @Test
    default void sendsOneDateAndNothingOfTheConnectionToTheApplication() throws Exception {
        RawHead head = client().raw("GET", "/contract/facts").head();
        assertThat(head.values("Date")).hasSize(1);
        assertServerField(head);
        // That it is kept goes without saying in HTTP/1.1.
        assertThat(head.values("Connection")).isSubsetOf("keep-alive");
        assertThat(head.values("Status")).isEmpty();
    }

    /** The web server's own. */
    @HookOf("sendsOneDateAndNothingOfTheConnectionToTheApplication")
    default void assertServerField(RawHead head) {
        assertThat(head.values("Server")).hasSize(1);
    }

    @Test
    default void servesAFileInEveryWay() throws Exception {
        RawReply whole = client().raw("GET", "/contract/static.txt");
        assertThat(whole.text()).isEqualTo("static content\n");
        String modified = whole.head().value("Last-Modified");
        assertThat(client().raw("GET", "/contract/static.txt", "If-Modified-Since: " + modified)
                        .status())
                .isEqualTo(304);
        RawReply part = client().raw("GET", "/contract/static.txt", "Range: bytes=7-9");
        assertThat(part.status()).isEqualTo(206);
        assertThat(part.text()).isEqualTo("con");
        assertThat(part.head().value("Content-Range")).isEqualTo("bytes 7-9/15");
    }
}
