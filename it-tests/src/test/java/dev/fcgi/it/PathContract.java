package dev.fcgi.it;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Paths and queries: raw where the Servlet API says raw, decoded where it says decoded. */
interface PathContract extends Contract {

    @Test
    default void splitsThePathAsMapped() throws Exception {
        Facts facts = client().facts("/contract/facts/a/b?x=1&y=%20");
        assertThat(facts.get("requestURI")).isEqualTo("/contract/facts/a/b");
        assertThat(facts.get("requestURL")).isEqualTo("http://localhost:" + client().port() + "/contract/facts/a/b");
        assertThat(facts.get("contextPath")).isEqualTo("/contract");
        assertThat(facts.get("servletPath")).isEqualTo("/facts");
        assertThat(facts.get("pathInfo")).isEqualTo("/a/b");
        assertThat(facts.get("queryString")).isEqualTo("x=1&y=%20");
    }

    @Test
    default void givesNoPathInfoWhereThereIsNone() throws Exception {
        assertThat(client().facts("/contract/facts").get("pathInfo")).isNull();
        assertThat(client().facts("/contract/facts/").get("pathInfo")).isEqualTo("/");
    }

    @ParameterizedTest(name = "{0} is {1}")
    @CsvSource(textBlock = """
            /a%20b,             /a b
            /a+b,               /a+b
            /%C3%A9%E2%82%AC,   /é€
            /%F0%9F%98%80,      /😀
            /a%3Fb%23c,         /a?b#c
            /a&b=c@d:e,         /a&b=c@d:e
            /a;v=1/b;w,         /a/b
            /~a-b_c.d!,         /~a-b_c.d!
            """)
    default void keepsTheRawPathAndDecodesPathInfo(String raw, String decoded) throws Exception {
        Facts facts = client().rawFacts("/contract/facts" + raw);
        assertThat(facts.get("requestURI")).isEqualTo("/contract/facts" + raw);
        assertThat(facts.get("pathInfo")).isEqualTo(decoded);
    }

    @Test
    default void takesRawUtf8InThePath() throws Exception {
        assertRawUtf8(client().raw("GET", "/contract/facts/\u00c3\u00a9"));
    }

    /** As if the bytes had been percent-encoded. */
    @HookOf("takesRawUtf8InThePath")
    default void assertRawUtf8(RawReply reply) {
        Facts facts = Facts.parse(reply.text());
        assertThat(facts.get("requestURI")).isEqualTo("/contract/facts/%C3%A9");
        assertThat(facts.get("pathInfo")).isEqualTo("/é");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/contract/facts/a%2Fb",
                "/contract/facts/a%2fb",
                "/contract/facts//b",
                "/contract//facts",
                "//contract/facts",
                "/contract/facts/%2e%2e/b",
                "/contract/facts/..;/b",
                "/contract/facts/a%5Cb",
                "/contract/facts/a%25b",
                "/contract/facts/%C3",
            })
    default void refusesAnAmbiguousPath(String target) throws Exception {
        assertRefused(target, client().raw("GET", target));
    }

    /** As Jetty does over HTTP. */
    @HookOf("refusesAnAmbiguousPath")
    default void assertRefused(String target, RawReply reply) {
        assertThat(reply.status()).isEqualTo(400);
    }

    @Test
    default void resolvesDotSegments() throws Exception {
        Facts facts = client().rawFacts("/contract/nowhere/../facts/./a");
        assertThat(facts.get("servletPath")).isEqualTo("/facts");
        assertThat(facts.get("pathInfo")).isEqualTo("/a");
    }

    @Test
    default void takesAnAbsoluteTarget() throws Exception {
        Facts facts = client().rawFacts("http://localhost:" + client().port() + "/contract/facts/a?b");
        assertThat(facts.get("requestURI")).isEqualTo("/contract/facts/a");
        assertThat(facts.get("queryString")).isEqualTo("b");
        assertThat(facts.get("serverName")).isEqualTo("localhost");
    }

    @ParameterizedTest(name = "{0} is {1}")
    @CsvSource(nullValues = "null", textBlock = """
            '',             null
            ?,              ''
            ?a,             a
            ?a=b&a=c,       a=b&a=c
            ?a=%zz,         a=%zz
            ?a+b=c%2Bd,     a+b=c%2Bd
            ?%C3%A9=%E2,    %C3%A9=%E2
            ??a?,           ?a?
            ?a/b//../c:d@;, a/b//../c:d@;
            """)
    default void keepsTheQueryAsItCame(String query, String expected) throws Exception {
        assertQuery(client().rawFacts("/contract/facts" + query).get("queryString"), expected);
    }

    /** Byte by byte. */
    @HookOf("keepsTheQueryAsItCame")
    default void assertQuery(@Nullable String query, @Nullable String expected) {
        assertThat(query).isEqualTo(expected);
    }

    @Test
    default void takesALongQuery() throws Exception {
        String query = "q=" + "0123456789".repeat(700);
        assertThat(client().rawFacts("/contract/facts?" + query).get("queryString"))
                .isEqualTo(query);
    }

    @Test
    default void answers404OutsideTheApplication() throws Exception {
        assertThat(client().get("/contract/nothing-here").statusCode()).isEqualTo(404);
        assertThat(client().get("/no-such-context").statusCode()).isEqualTo(404);
    }
}
