namespace Kubesharp.Controllers;

/// <summary>One control loop: watches, compares what is wanted with what is, and acts.</summary>
public interface IController
{
    /// <summary>Name as upstream gives it, such as <c>deployment-controller</c>.</summary>
    string Name { get; }

    /// <summary>Waits for its caches, then runs until cancelled.</summary>
    Task RunAsync(CancellationToken cancellationToken);
}
