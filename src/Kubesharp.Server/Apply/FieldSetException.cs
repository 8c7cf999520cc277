namespace Kubesharp.Server.Apply;

/// <summary>An object does not fit the schema by which its fields are owned; the message has upstream's form (<c>.spec.x: field not declared in schema</c>).</summary>
internal sealed class FieldSetException(string message) : Exception(message);
