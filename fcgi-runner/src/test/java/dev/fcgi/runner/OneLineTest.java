package dev.fcgi.runner;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.xml.sax.SAXParseException;

class OneLineTest {
    @Test
    void nothingBreaksTheLine() {
        assertThat(OneLine.of(" a\r\nb\t\u001b[31mc ")).isEqualTo("a b [31mc");
    }

    @Test
    void theReasonIsInTheInnermostMessage() {
        assertThat(OneLine.reason(new IOException("outer one", new IOException("the cause.", new IOException()))))
                .isEqualTo("the cause");
    }

    @Test
    void aReasonOfOneWordHasItsType() {
        assertThat(OneLine.reason(new ClassNotFoundException("com.acme.Shop")))
                .isEqualTo("ClassNotFoundException: com.acme.Shop");
    }

    @Test
    void aReasonWithoutMessageIsItsType() {
        assertThat(OneLine.reason(new StackOverflowError())).isEqualTo("StackOverflowError");
    }

    @Test
    void identitiesOfObjectsAreLeftOut() {
        assertThat(OneLine.reason(new IOException("No service for a.B@15eebbff in c.D@22d6f11{STARTING}")))
                .isEqualTo("No service for a.B in c.D");
    }

    @Test
    void aParsersReasonHasItsLine() {
        assertThat(OneLine.reason(new SAXParseException("no end tag.", null, null, 7, 1)))
                .isEqualTo("XML line 7: no end tag");
    }
}
