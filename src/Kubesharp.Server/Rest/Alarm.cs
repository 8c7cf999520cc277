using Kubesharp.Server.Storage;
using Kubesharp.Store.Caching;

namespace Kubesharp.Server.Rest;

/// <summary>Wakes a watch when a time has come.</summary>
internal sealed class Alarm(CacheWatcher<StoredObject> watcher)
{
    private volatile bool _hasRung;

    public static TimerCallback Ring { get; } = static state =>
    {
        var alarm = (Alarm)state!;
        alarm._hasRung = true;
        alarm.Wake();
    };

    public bool HasRung
    {
        get => _hasRung;
        set => _hasRung = value;
    }

    private void Wake() => watcher.Wake();
}
