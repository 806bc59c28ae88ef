package dev.fcgi.core;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequestStateTest {
    @ParameterizedTest(name = "{0} after {1} empty={2} is {3}")
    @CsvSource(textBlock = """
            PARAMS,   PARAMS,        false, PARAMS
            PARAMS,   PARAMS,        true,  STDIN
            PARAMS,   STDIN,         false, FAILED
            PARAMS,   DATA,          false, FAILED
            PARAMS,   END_REQUEST,   false, FAILED
            PARAMS,   ABORT_REQUEST, true,  ABORTED
            STDIN,    STDIN,         false, STDIN
            STDIN,    STDIN,         true,  COMPLETE
            STDIN,    PARAMS,        false, FAILED
            STDIN,    PARAMS,        true,  STDIN
            STDIN,    DATA,          false, STDIN
            STDIN,    GET_VALUES,    false, FAILED
            STDIN,    ABORT_REQUEST, true,  ABORTED
            COMPLETE, STDIN,         true,  COMPLETE
            COMPLETE, STDIN,         false, FAILED
            COMPLETE, PARAMS,        false, FAILED
            COMPLETE, STDOUT,        false, FAILED
            COMPLETE, ABORT_REQUEST, true,  ABORTED
            ABORTED,  STDIN,         false, ABORTED
            ABORTED,  ABORT_REQUEST, true,  ABORTED
            FAILED,   STDIN,         false, FAILED
            FAILED,   ABORT_REQUEST, true,  ABORTED
            """)
    void moves(RequestState from, RecordType type, boolean empty, RequestState to) {
        assertThat(from.after(type, empty)).isEqualTo(to);
    }
}
