namespace Kubesharp.Server.Admission;

/// <summary>What a request is about to do to an object.</summary>
public enum AdmissionOperation
{
    Create,
    Update,
    Delete,

    /// <summary>A connection to a subresource such as exec, attach, port-forward or proxy.</summary>
    Connect,
}
