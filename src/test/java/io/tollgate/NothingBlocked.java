package io.tollgate;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import reactor.blockhound.BlockingOperationError;

/** Ends every test class in failure during which a thread blocked that must not, also where the error was caught and answered. */
public final class NothingBlocked implements AfterAllCallback {

    private static final List<BlockingOperationError> FOUND = new CopyOnWriteArrayList<>();

    static void found(BlockingOperationError error) {
        FOUND.add(error);
    }

    /** What was found since the last time; it is forgiven. */
    static List<BlockingOperationError> take() {
        List<BlockingOperationError> found = List.copyOf(FOUND);
        FOUND.removeAll(found);
        return found;
    }

    @Override
    public void afterAll(ExtensionContext context) {
        List<BlockingOperationError> found = take();
        if (!found.isEmpty()) {
            AssertionError failure =
                    new AssertionError(found.size() + " blocking calls, in this class or what it began");
            found.forEach(failure::addSuppressed);
            throw failure;
        }
    }
}
