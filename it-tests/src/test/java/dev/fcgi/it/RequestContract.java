package dev.fcgi.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Methods, header fields, cookies, sessions and parameters. */
interface RequestContract extends Contract {

    String FORM = "application/x-www-form-urlencoded";

    @ParameterizedTest
    @ValueSource(strings = {"GET", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "PROPFIND", "M-SEARCH"})
    default void passesTheMethodOn(String method) throws Exception {
        assertMethod(client().raw(method, "/contract/facts", "Content-Length: 0"), method);
    }

    /** Whatever it is. */
    @HookOf("passesTheMethodOn")
    default void assertMethod(RawReply reply, String method) {
        assertThat(Facts.parse(reply.text()).get("method")).isEqualTo(method);
    }

    @Test
    default void givesEveryValueOfARepeatedField() throws Exception {
        Facts facts = client().rawFacts("/contract/facts", "X-Foo: 1", "X-Other: o", "X-Foo: 2, 3", "x-foo:4");
        // nginx sends several parameters up to 1.22 and joins them since 1.23.
        assertThat(String.join(", ", facts.all("header.x-foo"))).isEqualTo("1, 2, 3, 4");
    }

    @Test
    default void keepsOddFieldValues() throws Exception {
        String all = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~ \t.";
        Facts facts = client().rawFacts("/contract/facts", "X-Empty:", "X-All: " + all, "X-1: one", "X--2-: two");
        assertEmptyField(facts.get("header.x-empty"));
        assertThat(facts.get("header.x-all")).isEqualTo(all);
        assertThat(facts.get("header.x-1")).isEqualTo("one");
        assertThat(facts.get("header.x--2-")).isEqualTo("two");
    }

    /** There all the same. */
    @HookOf("keepsOddFieldValues")
    default void assertEmptyField(@Nullable String value) {
        assertThat(value).isEmpty();
    }

    @Test
    default void keepsTheBytesOfAFieldValue() throws Exception {
        assertThat(client().rawFacts("/contract/facts", "X-Utf8: \u00c3\u00a9").get("header.x-utf8"))
                .isEqualTo("\u00c3\u00a9");
    }

    @Test
    default void takesALongField() throws Exception {
        String value = "abc".repeat(1024);
        assertThat(client().rawFacts("/contract/facts", "X-Long: " + value).get("header.x-long"))
                .isEqualTo(value);
    }

    @Test
    default void takesManyFields() throws Exception {
        String[] fields = new String[80];
        for (int i = 0; i < fields.length; i++) {
            fields[i] = "X-Field-" + i + ": value " + i;
        }
        Facts facts = client().rawFacts("/contract/facts", fields);
        for (int i = 0; i < fields.length; i++) {
            assertThat(facts.get("header.x-field-" + i)).isEqualTo("value " + i);
        }
    }

    @Test
    default void passesCookiesOn() throws Exception {
        Facts facts = client().rawFacts("/contract/facts", "Cookie: a=1; b=\"2\"", "Cookie: c=3=4");
        assertThat(facts.get("cookie.a")).isEqualTo("1");
        assertThat(facts.get("cookie.b")).isEqualTo("2");
        assertThat(facts.get("cookie.c")).isEqualTo("3=4");
    }

    @Test
    default void passesCredentialsOnAndBelievesNone() throws Exception {
        Facts facts = client().rawFacts("/contract/facts", "Authorization: Basic dXNlcjpwYXNz");
        assertThat(facts.get("header.authorization")).isEqualTo("Basic dXNlcjpwYXNz");
        assertThat(facts.get("remoteUser")).isNull();
    }

    @Test
    default void makesNothingOfAProxyField() throws Exception {
        assertThat(client().rawFacts("/contract/facts", "Forwarded: host=evil", "X-Forwarded-Host: evil")
                        .get("serverName"))
                .isEqualTo("localhost");
    }

    @Test
    default void keepsASessionByCookie() throws Exception {
        RawReply first = client().raw("GET", "/contract/session");
        assertThat(first.text()).startsWith("1 /contract/session;jsessionid=");
        String cookie = first.head().values("Set-Cookie").get(0).replaceFirst(";.*", "");
        RawReply second = client().raw("GET", "/contract/session", "Cookie: " + cookie);
        assertThat(second.text()).isEqualTo("2 /contract/session");
        assertThat(second.head().values("Set-Cookie")).isEmpty();
    }

    @Test
    default void keepsASessionByUrl() throws Exception {
        String link = client().raw("GET", "/contract/session").text().substring("1 ".length());
        assertThat(client().raw("GET", link).text()).isEqualTo("2 " + link);
        assertThat(client().raw("GET", "/contract/session").text()).startsWith("1 ");
    }

    @Test
    default void readsParametersFromQueryAndForm() throws Exception {
        Facts parameters = client().facts(client().request("/contract/parameters?a=1&b=%C3%A9+x&c&d=")
                .header("Content-Type", FORM)
                .POST(BodyPublishers.ofString("a=2&e=%E2%82%AC%26&%C3%A9=u")));
        assertThat(parameters.all("a")).isEqualTo(List.of("1", "2"));
        assertThat(parameters.get("b")).isEqualTo("é x");
        assertThat(parameters.get("c")).isEmpty();
        assertThat(parameters.get("d")).isEmpty();
        assertThat(parameters.get("e")).isEqualTo("€&");
        assertThat(parameters.get("é")).isEqualTo("u");
    }

    @Test
    default void readsNoParametersFromABodyThatIsNoForm() throws Exception {
        Facts parameters = client().facts(client().request("/contract/parameters?a=1")
                .header("Content-Type", "text/plain")
                .POST(BodyPublishers.ofString("a=2")));
        assertThat(parameters.all("a")).isEqualTo(List.of("1"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"text/plain;charset=ISO-8859-1", "text/plain; charset=utf-8", "text/plain;charset=UTF-16BE"})
    default void readsTextInTheCharsetOfItsType(String type) throws Exception {
        String charset = type.substring(type.indexOf('=') + 1);
        byte[] text = "Gr\u00fc\u00dfe".getBytes(charset);
        RawReply reply;
        try (RawHttp connection = client().connect()) {
            connection.request(
                    "POST", "/contract/echo?text=true", "Content-Type: " + type, "Content-Length: " + text.length);
            reply = connection.send(text).readReply();
        }
        assertThat(reply.body()).isEqualTo(text);
        assertThat(reply.head().value("Content-Type")).containsIgnoringCase(charset);
    }

    @Test
    default void knowsTypeAndLengthOfTheBody() throws Exception {
        Facts facts = client().facts(client().request("/contract/facts")
                .header("Content-Type", "application/json; a=\"b\"")
                .POST(BodyPublishers.ofString("{}")));
        assertThat(facts.all("contentType")).isEqualTo(List.of("application/json; a=\"b\""));
        assertThat(facts.all("header.content-type")).isEqualTo(List.of("application/json; a=\"b\""));
        assertThat(facts.get("contentLength")).isEqualTo("2");
        assertThat(facts.all("header.content-length")).isEqualTo(List.of("2"));
        assertThat(facts.get("characterEncoding")).isNull();
    }

    @Test
    default void knowsThatThereIsNoBody() throws Exception {
        Facts facts = client().facts("/contract/facts");
        assertThat(facts.get("contentType")).isNull();
        assertThat(facts.get("header.content-type")).isNull();
        // Jetty over HTTP says 0: it has parsed a head that announces no body. -1, for not known, is as right.
        assertThat(facts.get("contentLength")).isIn("0", "-1");
    }
}
