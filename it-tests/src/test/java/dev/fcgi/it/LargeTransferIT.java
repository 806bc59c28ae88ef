package dev.fcgi.it;

import dev.fcgi.it.ApplicationProcess.Resources;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Bodies many times larger than the heap of the application, which is 64 MiB. */
@Timeout(240)
class LargeTransferIT {

    private static final long MIB = 1L << 20;

    @ParameterizedTest(name = "{1} MiB, Unix socket {0}")
    @CsvSource({"false, 50", "true, 50", "false, 1024", "true, 1024"})
    void transfersWithASmallHeap(boolean unixSocket, long mebibytes) throws Exception {
        Application application = Application.runner(unixSocket).withEnvironment("FCGI_JAVA_OPTS", "-Xmx64m");
        Deployment.whileRunning(
                workspace -> Deployment.start(
                        workspace, Nginx.fastCgi(true, false), application, ContractApp.assemble(workspace)),
                deployment -> {
                    Resources before = deployment.resourcesAfter("/contract/facts");
                    TransferContract.upload(deployment.client(), mebibytes * MIB);
                    TransferContract.download(deployment.client(), mebibytes * MIB);
                    deployment.stop(before);
                });
    }
}
