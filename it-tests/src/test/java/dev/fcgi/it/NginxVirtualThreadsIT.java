package dev.fcgi.it;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** The contract once more with the application on JDK 25 and every request on a virtual thread; only in the profile jdk25. */
@ParameterizedClass(name = "{0}")
@EnumSource(names = {"TCP_KEPT_BUFFERED", "UNIX_CLOSED_UNBUFFERED"})
class NginxVirtualThreadsIT extends NginxIT {

    private final Combination combination;

    NginxVirtualThreadsIT(Combination combination) {
        super(combination);
        this.combination = combination;
    }

    @Override
    Application application() {
        return Application.runner(combination.unixSocket, "--virtual-threads")
                .withEnvironment("JAVA_HOME", System.getProperty("fcgi.jdk25.home"));
    }

    @Test
    void runsAServletOnAVirtualThread() throws Exception {
        assertThat(client().facts("/contract/facts").get("virtualThread")).isEqualTo("true");
    }
}
