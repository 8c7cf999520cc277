namespace Kubesharp.Client;

/// <summary>A long-running part of the cluster that the binary composes: a set of controllers, the scheduler, the node agent, the proxy.</summary>
public interface IComponent
{
    string Name { get; }

    /// <summary>Runs until it is cancelled, and throws when it cannot go on.</summary>
    /// <param name="ready">Called once, when the component does its work.</param>
    /// <param name="cancellationToken">Asks the component to stop; it returns after its work in hand is put down safely.</param>
    Task RunAsync(Action ready, CancellationToken cancellationToken);
}
