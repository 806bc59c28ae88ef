package dev.fcgi.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;

/** What the topics of the contract share. */
interface Contract {

    /** {@return the deployment that all tests of a class use} */
    Deployment site();

    /** {@return another one, for a test that does not leave it alive} */
    Deployment deploy(Workspace workspace) throws IOException, InterruptedException;

    default Client client() {
        return site().client();
    }

    /** The length that the application has set. */
    @HookOf({"writesToASlowReader", "answersHeadWithTheFieldsOfGet", "cutsAResponseThatIsShorterThanAnnounced"})
    default void assertLength(RawHead head, long length) {
        assertThat(head.value("Content-Length")).isEqualTo(Long.toString(length));
    }
}
