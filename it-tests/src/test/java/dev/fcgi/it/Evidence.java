package dev.fcgi.it;

import java.io.IOException;
import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.LifecycleMethodExecutionExceptionHandler;

/** Keeps the directory of a deployment that a test failed against, and prints its configuration and logs. */
final class Evidence implements AfterTestExecutionCallback, LifecycleMethodExecutionExceptionHandler {

    /** A test class that has such a directory. */
    interface Source {

        /** {@return what is to be printed; called when a test has failed, so that it is kept} */
        String keepEvidence() throws IOException;
    }

    @Override
    public void afterTestExecution(ExtensionContext context) throws IOException {
        if (context.getExecutionException().isPresent()) {
            print(context);
        }
    }

    @Override
    public void handleBeforeAllMethodExecutionException(ExtensionContext context, Throwable failure) throws Throwable {
        print(context);
        throw failure;
    }

    @Override
    public void handleAfterAllMethodExecutionException(ExtensionContext context, Throwable failure) throws Throwable {
        print(context);
        throw failure;
    }

    private static void print(ExtensionContext context) throws IOException {
        if (context.getRequiredTestInstance() instanceof Source source) {
            System.err.println(context.getDisplayName() + " failed; " + source.keepEvidence());
        }
    }
}
