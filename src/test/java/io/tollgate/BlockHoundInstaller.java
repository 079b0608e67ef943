package io.tollgate;

import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;
import reactor.blockhound.BlockHound;

/**
 * Puts BlockHound in before the first test class is loaded: from then on blocking an event loop fails the test. Tests have as
 * many event loops as the product.
 */
public final class BlockHoundInstaller implements LauncherSessionListener {

    @Override
    public void launcherSessionOpened(LauncherSession session) {
        EventLoops.onePerCore();
        BlockHound.install();
    }
}
