package dev.fcgi.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

/** Prints at the end of a run which scenarios of the contract have passed behind which web server. */
public final class CompatibilityListener implements TestExecutionListener {

    /** What docs/compatibility.md has to be after a run of all. */
    private static final Path PAGE = Path.of("target", "compatibility.md");

    private final CompatibilityPage page = new CompatibilityPage();

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
        if (result.getStatus() == TestExecutionResult.Status.ABORTED) {
            return; // there is no such web server here
        }
        boolean passed = result.getStatus() == TestExecutionResult.Status.SUCCESSFUL;
        test.getSource().ifPresent(source -> {
            if (source instanceof MethodSource method && test.isTest()) {
                page.add(method.getJavaClass(), method.getMethodName(), passed);
            } else if (source instanceof ClassSource type && !passed) {
                page.addFailure(type.getJavaClass());
            }
        });
    }

    @Override
    public void testPlanExecutionFinished(TestPlan plan) {
        if (page.isEmpty()) {
            return;
        }
        System.out.println(page.table());
        try {
            Files.writeString(PAGE, page.text());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
