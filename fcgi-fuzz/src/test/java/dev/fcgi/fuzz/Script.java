package dev.fcgi.fuzz;

import dev.fcgi.core.Overload;
import dev.fcgi.core.ProtocolLimits;
import dev.fcgi.servlet.TrustPolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * How an engine is set up, what the application does and when, and where the input is cut. The bytes are settings,
 * reactions, the length of pieces, and steps of three bytes; those that are absent count as zero.
 */
final class Script {
    static final Script NONE = new Script(new byte[0]);

    /** The longest that fits {@link FuzzInput}. */
    static final int MAX_BYTES = 255;

    /** Limits that captured requests reach, some of them. */
    static final ProtocolLimits TIGHT = new ProtocolLimits(700, 24, 24, 100, 2, 64);

    private static final List<TrustPolicy> POLICIES = Stream.of(
                    Map.<String, String>of(),
                    Map.of("serverName", "variable", "serverPort", "variable"),
                    Map.of("serverPort", "host", "remoteUser", "trust", "variables", "on"),
                    Map.of("pathSource", "script-path", "badPathEncoding", "iso-8859-1"),
                    Map.of("pathSource", "path-info", "remoteUser", "ignore"),
                    Map.of("mount", "script-name=/app", "attributes", "S*,R*,H*"),
                    Map.of("mount", "/=/app,/app=/,/hello=/a%20b", "remoteGroups", "SERVER_SOFTWARE"),
                    Map.of("clientVerify", "REQUEST_METHOD", "clientCertificate", "HTTP_X,SSL_CLIENT_CERT"))
            .map(TrustPolicy::parse)
            .toList();

    private static final int HEADER_BYTES = 3;
    private static final int STEP_BYTES = 3;

    enum Action {
        /** Nothing: the input is cut here where {@link Cuts} wants it to be. */
        CUT,
        END_OLDEST_REQUEST,
        END_NEWEST_REQUEST,
        TAKE_REPLIES,
        FAIL_OLDEST_INCOMPLETE,
        REFUSE_REQUESTS
    }

    /**
     * Something that happens at a place of the wire, so that it does not depend on how the wire is cut.
     *
     * @param offset how much of the wire the engine has had
     * @param action what happens then
     */
    record Step(int offset, Action action) {}

    private final byte[] bytes;

    Script(byte[] bytes) {
        this.bytes = bytes;
    }

    byte[] toBytes() {
        return bytes.clone();
    }

    ProtocolLimits limits() {
        return (at(0) & 1) == 0 ? ProtocolLimits.DEFAULT : TIGHT;
    }

    boolean multiplexing() {
        return (at(0) & 2) == 0;
    }

    Overload overload() {
        return (at(0) & 4) == 0 ? Overload.STATUS : Overload.PROTOCOL;
    }

    /** {@return the most requests of all connections, the only connection having them all} */
    int maxRequests() {
        return (at(0) & 8) == 0 ? 1000 : 3;
    }

    /** {@return the most bytes of incomplete pairs of all connections} */
    int maxIncompleteBytes() {
        return (at(0) & 8) == 0 ? 1 << 24 : 1200;
    }

    TrustPolicy trustPolicy() {
        return POLICIES.get((at(0) >> 4) % POLICIES.size());
    }

    /** {@return whether the application ends a request as soon as it sees the event of this number} */
    boolean endsRequestAt(int event) {
        return (at(1) >> (event % 8) & 1) != 0;
    }

    /** {@return the most bytes in one piece when the wire is cut into pieces} */
    int pieceLength() {
        return 2 + at(2);
    }

    List<Step> steps(int wireLength) {
        List<Step> steps = new ArrayList<>();
        int offset = 0;
        for (int i = HEADER_BYTES; i + STEP_BYTES <= bytes.length; i += STEP_BYTES) {
            offset += (at(i) << 8 | at(i + 1)) % (wireLength - offset + 1);
            steps.add(new Step(offset, Action.values()[at(i + 2) % Action.values().length]));
        }
        return steps;
    }

    private int at(int index) {
        return index < bytes.length ? bytes[index] & 0xFF : 0;
    }
}
