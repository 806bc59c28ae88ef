package dev.fcgi.it;

import java.io.IOException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.LifecycleMethodExecutionExceptionHandler;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;
import org.opentest4j.TestAbortedException;

/**
 * Keeps the directory of a deployment that a test failed against, prints its configuration and logs, and names the class in the
 * failure: Maven's summary names only the outer one.
 */
final class Evidence implements TestExecutionExceptionHandler, LifecycleMethodExecutionExceptionHandler {

    /** A test class that has such a directory. */
    interface Source {

        /** {@return what is to be printed; called when a test has failed, so that it is kept} */
        String keepEvidence() throws IOException;
    }

    @Override
    public void handleTestExecutionException(ExtensionContext context, Throwable failure) throws Throwable {
        print(context, failure);
    }

    @Override
    public void handleBeforeAllMethodExecutionException(ExtensionContext context, Throwable failure) throws Throwable {
        print(context, failure);
    }

    @Override
    public void handleAfterAllMethodExecutionException(ExtensionContext context, Throwable failure) throws Throwable {
        print(context, failure);
    }

    private static void print(ExtensionContext context, Throwable failure) throws Throwable {
        if (failure instanceof TestAbortedException || !(context.getRequiredTestInstance() instanceof Source source)) {
            throw failure;
        }
        String name = context.getRequiredTestClass().getName();
        String where = name.substring(name.lastIndexOf('.') + 1) + ": " + context.getDisplayName();
        System.err.println(where + " failed; " + source.keepEvidence());
        throw new AssertionError(where + ": " + failure, failure);
    }
}
