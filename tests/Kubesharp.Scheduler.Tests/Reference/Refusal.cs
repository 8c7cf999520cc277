namespace Kubesharp.Scheduler.Tests.Reference;

/// <summary>Why a node, or the whole pod, was refused.</summary>
/// <param name="Plugin">Who refused.</param>
/// <param name="CanChange">Whether removing pods may help.</param>
/// <param name="Reasons">Texts.</param>
internal sealed record Refusal(string Plugin, bool CanChange, params string[] Reasons);
