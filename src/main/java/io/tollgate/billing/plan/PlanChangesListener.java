package io.tollgate.billing.plan;

import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;
import reactor.core.Disposable;
import reactor.core.Disposables;

/** Makes this node forget its plans when another node has changed one. */
@Component
class PlanChangesListener implements SmartLifecycle {

    private final PlanChanges changes;
    private final PublishedPlans published;
    private Disposable listening = Disposables.disposed();
    private volatile boolean running;

    PlanChangesListener(PlanChanges changes, PublishedPlans published) {
        this.changes = changes;
        this.published = published;
    }

    @Override
    public void start() {
        running = true;
        listening = changes.heard().subscribe(_ -> published.forget());
    }

    @Override
    public void stop() {
        listening.dispose();
        running = false;
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
