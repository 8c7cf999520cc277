using Kubesharp.Api.Meta.V1;

namespace Kubesharp.Api.Authorization.V1;

/// <summary>Asks whether somebody may do something in one namespace.</summary>
[ApiType("io.k8s.api.authorization.v1.LocalSubjectAccessReview")]
[Kind("authorization.k8s.io", "v1", "LocalSubjectAccessReview")]
[Resource("localsubjectaccessreviews", "localsubjectaccessreview", Namespaced = true)]
public sealed partial record LocalSubjectAccessReview
{
    /// <summary>Name, namespace, labels and the other data every object has.</summary>
    [Field(1)]
    public ObjectMeta Metadata { get; init; } = ObjectMeta.Empty;

    /// <summary>What is wanted.</summary>
    [Field(2, Required = true)]
    public SubjectAccessReviewSpec Spec { get; init; } = SubjectAccessReviewSpec.Empty;

    /// <summary>What was last observed. Written by the system.</summary>
    [Field(3)]
    public SubjectAccessReviewStatus Status { get; init; } = SubjectAccessReviewStatus.Empty;
}
