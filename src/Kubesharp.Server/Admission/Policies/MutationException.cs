namespace Kubesharp.Server.Admission.Policies;

/// <summary>A mutation cannot be carried out; the message is for whoever made the request.</summary>
internal sealed class MutationException(string message) : Exception(message);
