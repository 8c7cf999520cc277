namespace Kubesharp.Store.Embedded;

/// <summary>Remembers which revision the store had when, to know what may be compacted. For one caller.</summary>
internal sealed class RetentionClock(TimeSpan retention)
{
    /// <summary>Revisions are noted this many times per retention; history lives at most that much longer than asked.</summary>
    private const int NotesPerRetention = 10;

    private readonly Queue<(DateTimeOffset At, long Revision)> _notes = new();

    /// <summary>How often to call <see cref="Note"/>.</summary>
    public TimeSpan Period => retention / NotesPerRetention;

    /// <summary>Notes the revision of now and returns the newest one that is older than the retention; 0 when there is none yet.</summary>
    public long Note(DateTimeOffset now, long revision)
    {
        _notes.Enqueue((now, revision));
        var target = 0L;
        while (_notes.TryPeek(out var oldest) && now - oldest.At >= retention) target = _notes.Dequeue().Revision;
        return target;
    }
}
