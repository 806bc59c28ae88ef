package dev.fcgi.it;

import org.junit.jupiter.api.Nested;

/** nginx with its stock parameters: each transport, connections kept or not, responses buffered or not. */
class NginxIT {

    private static final Application TCP = Application.runner(false);
    private static final Application UNIX = Application.runner(true);

    @Nested
    class TcpKeptBuffered extends NginxFastCgiContract {
        TcpKeptBuffered() {
            super(TCP, true, true);
        }
    }

    @Nested
    class TcpKeptUnbuffered extends NginxFastCgiContract {
        TcpKeptUnbuffered() {
            super(TCP, true, false);
        }
    }

    @Nested
    class TcpClosedBuffered extends NginxFastCgiContract.Closing {
        TcpClosedBuffered() {
            super(TCP, true);
        }
    }

    @Nested
    class TcpClosedUnbuffered extends NginxFastCgiContract.Closing {
        TcpClosedUnbuffered() {
            super(TCP, false);
        }
    }

    @Nested
    class UnixKeptBuffered extends NginxFastCgiContract {
        UnixKeptBuffered() {
            super(UNIX, true, true);
        }
    }

    @Nested
    class UnixKeptUnbuffered extends NginxFastCgiContract {
        UnixKeptUnbuffered() {
            super(UNIX, true, false);
        }
    }

    @Nested
    class UnixClosedBuffered extends NginxFastCgiContract.Closing {
        UnixClosedBuffered() {
            super(UNIX, true);
        }
    }

    @Nested
    class UnixClosedUnbuffered extends NginxFastCgiContract.Closing {
        UnixClosedUnbuffered() {
            super(UNIX, false);
        }
    }
}
