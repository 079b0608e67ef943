package io.tollgate;

import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

/** Starts the servers while tests run that need none, when there will be tests that do: whoever comes first waits for them. */
public final class EarlyServers implements TestExecutionListener {

    @Override
    public void testPlanExecutionStarted(TestPlan plan) {
        boolean wanted = plan.getRoots().stream()
                .flatMap(root -> plan.getDescendants(root).stream())
                .anyMatch(EarlyServers::wantsServers);
        if (wanted) {
            Thread.ofPlatform().name("early-servers").daemon().start(LocalServers::shared);
        }
    }

    private static boolean wantsServers(TestIdentifier test) {
        return test.getSource()
                .filter(ClassSource.class::isInstance)
                .map(ClassSource.class::cast)
                .map(ClassSource::getJavaClass)
                .filter(type -> type.isAnnotationPresent(IntegrationTest.class))
                .isPresent();
    }
}
