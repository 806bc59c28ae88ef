package dev.fcgi.jetty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** That the check every test makes of what it receives finds what it is there to find. */
class RecordLogTest {
    private static final String HELLO = "0106 0001 0005 03 00 68656c6c6f 000000";
    private static final String ERROR = "0107 0001 0001 07 00 21 00000000000000";
    private static final String END_OF_STDOUT = "0106 0001 0000 00 00";
    private static final String END_OF_STDERR = "0107 0001 0000 00 00";
    private static final String END_REQUEST = "0103 0001 0008 00 00 00000000 00 000000";
    private static final String WHOLE = HELLO + ERROR + HELLO + END_OF_STDOUT + ERROR + END_OF_STDERR + END_REQUEST;
    private static final String VALUES = "010a 0000 0000 00 00";
    private static final String UNKNOWN_TYPE = "010b 0000 0008 00 00 6400000000000000";

    private final RecordLog log = new RecordLog();

    private void sent(Records records) {
        log.sent(ByteBuffer.wrap(records.bytes()));
    }

    private void received(String hex) {
        log.received(ByteBuffer.wrap(new Records().hex(hex).bytes()));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 8, 1000})
    void acceptsWholeResponsesWhereverTheyAreCut(int piece) {
        byte[] answer = new Records().hex(WHOLE + VALUES + UNKNOWN_TYPE).bytes();
        for (int round = 0; round < 3; round++) {
            sent(new Records().begin(1, true));
            for (int from = 0; from < answer.length; from += piece) {
                log.received(ByteBuffer.wrap(answer, from, Math.min(piece, answer.length - from)));
            }
        }
        assertThat(log.records()).isEqualTo(3 * 9);
    }

    private void assertFinds(String fault, String hex) {
        sent(new Records().begin(1, true).begin(2, true));
        assertThatThrownBy(() -> received(hex))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining(fault);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0106 0001 0005 00 00 68656c6c6f",
                "0106 0001 0005 02 00 68656c6c6f 0000",
                "0106 0001 0000 01 00 00",
            })
    void fcgi_3_3_7_theRecordLogFindsARecordThatIsNotPadded(String record) {
        assertFinds("not padded to 8 bytes", record);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0106 0001 0005 03 00 68656c6c6f 000100", "0106 0001 0000 08 00 00000000000000ff"})
    void fcgi_3_3_7_theRecordLogFindsPaddingThatIsNotZero(String record) {
        assertFinds("padding of", record);
    }

    @Test
    void fcgi_3_3_5_theRecordLogFindsAReservedByteThatIsNotZero() {
        assertFinds("the reserved byte is -1", "0106 0001 0000 00 ff");
    }

    @ParameterizedTest
    @ValueSource(strings = {"010a 0001 0000 00 00", "010b 0002 0008 00 00 6400000000000000"})
    void fcgi_3_3_13_theRecordLogFindsAManagementRecordWithAnId(String record) {
        assertFinds("a management record with an ID", record);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0106 0000 0000 00 00", "0103 0000 0008 00 00 0000000000000000", "0106 0003 0000 00 00"})
    void fcgi_3_3_8_theRecordLogFindsAnIdThatIsNotThatOfARequest(String record) {
        assertFinds("the ID is not active", record);
    }

    @ParameterizedTest
    @ValueSource(strings = {END_OF_STDOUT + HELLO, END_OF_STDOUT + END_OF_STDOUT, END_OF_STDERR + HELLO + ERROR})
    void fcgi_5_3_7_theRecordLogFindsWhatFollowsTheEndOfAStream(String records) {
        assertFinds("behind the end of its stream", records);
    }

    @ParameterizedTest
    @ValueSource(strings = {END_REQUEST + END_REQUEST, WHOLE + END_REQUEST})
    void fcgi_5_5_2_theRecordLogFindsASecondEndRequest(String records) {
        assertFinds("the ID is not active", records);
    }

    @ParameterizedTest
    @ValueSource(strings = {END_REQUEST + HELLO, WHOLE + END_OF_STDOUT, WHOLE + ERROR})
    void fcgi_5_5_2_theRecordLogFindsWhatFollowsEndRequest(String records) {
        assertFinds("the ID is not active", records);
    }

    @Test
    void fcgi_5_5_2_theRecordLogFindsAnEndThatComesBeforeTheBegin() {
        received(VALUES);
        assertThatThrownBy(() -> received(END_REQUEST)).isInstanceOf(AssertionError.class);
    }
}
