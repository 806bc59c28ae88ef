package dev.fcgi.it;

import static org.assertj.core.api.Assertions.assertThat;

/** Where mod_fcgid differs, in whatever configuration. */
interface ApacheFcgidExpectations extends PathContract, RedirectContract {

    @Override
    @Differs("a response of 200 with a Location is 302")
    default void assertStatusWithLocation(RawReply reply, int code) {
        if (code == 200) {
            assertThat(reply.status()).isEqualTo(302);
        } else {
            RedirectContract.super.assertStatusWithLocation(reply, code);
        }
    }

    /** What only one process for all scripts is asked. */
    interface Whole
            extends ApacheFcgidExpectations,
                    RequestContract,
                    ConnectionPerRequest.OfSchemesPort,
                    BodyContract,
                    ResponseContract {

        @Override
        @Differs("more clients at the same time than FcgidMaxProcessesPerClass wait")
        default int clientsAtTheSameTime() {
            return 20;
        }
    }
}
