package dev.fcgi.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.EOFException;
import java.io.IOException;

/** Where mod_proxy_fcgi differs, in whatever configuration. */
interface ApacheExpectations extends BodyContract, UnnoticedLeave {

    @Override
    @Differs("Content-Length is dropped: responses are chunked")
    default void assertLength(RawHead head, long length) {
        assertThat(head.value("Content-Length")).isNull();
        assertThat(head.value("Transfer-Encoding")).isEqualTo("chunked");
    }

    @Override
    @Differs("the client's connection is closed after a 500")
    default void assertServesOn(RawHttp connection) throws IOException {
        assertThatThrownBy(() -> connection.request("GET", "/contract/facts").readHead())
                .isInstanceOf(EOFException.class);
        assertThat(client().raw("GET", "/contract/facts").status()).isEqualTo(200);
    }

    /** Without the target. */
    @Override
    default void expectErrorsAbout(String target) {
        site().webServer().expectErrors("AH01067: Failed to read FastCGI header");
        site().webServer().expectErrors("AH01068: Got bogus version 255");
        site().webServer().expectErrors("AH01075: Error dispatching request to ");
    }

    /** Without what {@code fcgi config apache} prints of encoded slashes. */
    interface Encoded extends ApacheExpectations, PathContract {

        @Override
        @Differs("a path with %2F is 404, unless AllowEncodedSlashes is NoDecode")
        default void assertRefused(String target, RawReply reply) {
            if (target.matches(".*%2[Ff].*")) {
                assertThat(reply.status()).isEqualTo(404);
            } else {
                PathContract.super.assertRefused(target, reply);
            }
        }
    }

    /** What only the whole contract asks for. */
    interface Whole extends ApacheExpectations, ResponseContract {

        @Override
        @Differs("Content-Length is dropped: responses are chunked, and those to HEAD say nothing of it")
        default String[] fieldsOfGetAlone() {
            return new String[] {"Date", "Transfer-Encoding"};
        }
    }
}
