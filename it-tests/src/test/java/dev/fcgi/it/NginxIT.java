package dev.fcgi.it;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.EOFException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** nginx with its stock parameters: each transport, connections kept or not, responses buffered or not. */
class NginxIT {

    private static final Application TCP = Application.runner(false);
    private static final Application UNIX = Application.runner(true);

    @Nested
    @DisplayName("nginx | TCP, fastcgi_keep_conn, buffering")
    class TcpKeptBuffered extends NginxFastCgiContract {
        TcpKeptBuffered() {
            super(TCP, true, true);
        }
    }

    @Nested
    @DisplayName("nginx | TCP, fastcgi_keep_conn")
    class TcpKeptUnbuffered extends NginxFastCgiContract {
        TcpKeptUnbuffered() {
            super(TCP, true, false);
        }
    }

    @Nested
    @DisplayName("nginx | TCP, buffering")
    class TcpClosedBuffered extends NginxFastCgiContract.Closing {
        TcpClosedBuffered() {
            super(TCP, true);
        }
    }

    @Nested
    @DisplayName("nginx | TCP")
    class TcpClosedUnbuffered extends NginxFastCgiContract.Closing {
        TcpClosedUnbuffered() {
            super(TCP, false);
        }
    }

    @Nested
    @DisplayName("nginx | Unix socket, fastcgi_keep_conn, buffering")
    class UnixKeptBuffered extends NginxFastCgiContract {
        UnixKeptBuffered() {
            super(UNIX, true, true);
        }
    }

    @Nested
    @DisplayName("nginx | Unix socket, fastcgi_keep_conn")
    class UnixKeptUnbuffered extends NginxFastCgiContract implements RestartContract, TransferContract {
        UnixKeptUnbuffered() {
            super(UNIX, true, false);
        }
    }

    @Nested
    @DisplayName("nginx | Unix socket, buffering")
    class UnixClosedBuffered extends NginxFastCgiContract.Closing {
        UnixClosedBuffered() {
            super(UNIX, true);
        }
    }

    @Nested
    @DisplayName("nginx | Unix socket")
    class UnixClosedUnbuffered extends NginxFastCgiContract.Closing {
        UnixClosedUnbuffered() {
            super(UNIX, false);
        }
    }

    @Nested
    @DisplayName("nginx | the block of fcgi config nginx, Unix socket, upstream with keepalive")
    class Documented extends FrontEndSubset {

        private static final String MAY_BE_NONE =
                "a response that breaks off while nginx has all of it in its buffers may be none: the connection is closed";

        @Override
        FrontEnd frontEnd() {
            return (NginxFrontEnd) (workspace, port, application) -> {
                DocumentedBlock location = DocumentedBlock.read("nginx/location.conf")
                        .with("fastcgi_pass  unix:/run/myapp/fcgi.sock;", "fastcgi_pass fcgi;")
                        .with("#fastcgi_keep_conn  on;", "fastcgi_keep_conn on;");
                DocumentedBlock streamed = location.with("location / {", "location /contract/streamed/ {")
                        .with("#client_max_body_size  100m;", "fastcgi_request_buffering off;");
                return NginxFrontEnd.documented("nginx/upstream.conf", workspace, application)
                                .text()
                        + NginxFrontEnd.server(port, location.text() + streamed.text());
            };
        }

        @Override
        Application application() {
            return UNIX;
        }

        @Test
        @Override
        @Differs(MAY_BE_NONE)
        public void cutsAResponseThatFailsAfterItsHead() throws Exception {
            assertBrokenOff("/contract/fail/after");
        }

        @Test
        @Override
        @Differs(MAY_BE_NONE)
        public void cutsAResponseThatIsShorterThanAnnounced() throws Exception {
            assertBrokenOff("/contract/fail/short");
        }

        private void assertBrokenOff(String target) throws Exception {
            expectErrorsAbout(target);
            try (RawHttp connection = client().connect()) {
                connection.request("GET", target);
                assertThatThrownBy(() -> connection.body(connection.readHead()).readAllBytes())
                        .isInstanceOf(EOFException.class);
            }
        }
    }
}
