namespace BootLab.Iscsi.Initiator;

/// <summary>
/// Many commands under way from one thread: hand them over, then take those that ended in the order in which they end. Commands handed over between two waits
/// leave in one write. Nothing is allocated once the tasks are made.
/// </summary>
/// <param name="session">The session; it may have other users and other queues.</param>
public sealed class ScsiTaskQueue(IscsiSession session)
{
    private readonly Queue<ScsiTask> _ended = [];

    /// <summary>Commands handed over and not yet taken by <see cref="Wait"/>.</summary>
    public int Count { get; private set; }

    /// <summary>A task for this queue, to be set before each <see cref="Submit"/>.</summary>
    public ScsiTask CreateTask() => new(_ended.Enqueue);

    /// <summary>Hands a command over; it is sent at the next <see cref="Wait"/>.</summary>
    /// <param name="task">A task that this queue made, with its command set.</param>
    public void Submit(ScsiTask task)
    {
        ArgumentNullException.ThrowIfNull(task);
        Count++;
        session.Submit(task);
    }

    /// <summary>The next command that ended: look at its <see cref="ScsiTask.Error"/>, then at its <see cref="ScsiTask.Result"/>.</summary>
    /// <exception cref="InvalidOperationException">None was handed over, or waiting would block the event loop that has to bring the answer.</exception>
    public ScsiTask Wait()
    {
        session.ThrowIfItBlocksTheLoop();
        if (Count == 0)
        {
            throw new InvalidOperationException("no command was handed over");
        }

        if (!session.TryTake(_ended, out var task))
        {
            session.DriveUntil(new AnyEnded(_ended));
            session.TryTake(_ended, out task);
        }

        Count--;
        return task!;
    }

    private readonly struct AnyEnded(Queue<ScsiTask> ended) : ICondition
    {
        public bool IsMet => ended.Count > 0;
    }
}
