using Kubesharp.Client;

namespace Kubesharp.Composition;

/// <summary>A component that works only while it leads. It counts as ready while it waits for that.</summary>
internal sealed class LeaderElectedComponent(IComponent component, LeaderElector elector) : IComponent
{
    public string Name => component.Name;

    /// <exception cref="LeadershipLostException">Another may lead by now.</exception>
    public Task RunAsync(Action ready, CancellationToken cancellationToken)
    {
        ready();
        return elector.RunAsync(lost => component.RunAsync(static () => { }, lost), cancellationToken);
    }
}
