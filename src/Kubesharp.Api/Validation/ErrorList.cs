using System.Collections;
using Kubesharp.Api.Meta.V1;

namespace Kubesharp.Api.Validation;

/// <summary>Collects everything that is wrong with an object. A list that stays empty allocates nothing beside itself.</summary>
public sealed class ErrorList : IReadOnlyList<FieldError>
{
    private List<FieldError>? _errors;

    public int Count => _errors is null ? 0 : _errors.Count;

    public bool IsEmpty => _errors is null;

    public FieldError this[int index] => _errors is null ? throw new ArgumentOutOfRangeException(nameof(index)) : _errors[index];

    public void Add(FieldError error) => (_errors ??= []).Add(error);

    public void AddRange(ErrorList errors)
    {
        foreach (var error in errors) Add(error);
    }

    /// <inheritdoc cref="FieldError.Required"/>
    public void Required(FieldPath? path, string detail = "") => Add(FieldError.Required(path, detail));

    /// <inheritdoc cref="FieldError.Invalid"/>
    public void Invalid(FieldPath? path, BadValue value, string detail) => Add(FieldError.Invalid(path, value, detail));

    /// <summary>Adds one error for each message, as the rules in <see cref="Names"/> return them.</summary>
    public void Invalid(FieldPath? path, BadValue value, string[] messages)
    {
        foreach (var message in messages) Add(FieldError.Invalid(path, value, message));
    }

    /// <inheritdoc cref="FieldError.NotSupported"/>
    public void NotSupported(FieldPath? path, BadValue value, params ReadOnlySpan<string> supported) => Add(FieldError.NotSupported(path, value, supported));

    /// <inheritdoc cref="FieldError.Forbidden"/>
    public void Forbidden(FieldPath? path, string detail) => Add(FieldError.Forbidden(path, detail));

    /// <inheritdoc cref="FieldError.Duplicate"/>
    public void Duplicate(FieldPath? path, BadValue value) => Add(FieldError.Duplicate(path, value));

    /// <inheritdoc cref="FieldError.NotFound"/>
    public void NotFound(FieldPath? path, BadValue value) => Add(FieldError.NotFound(path, value));

    /// <inheritdoc cref="FieldError.TooLong"/>
    public void TooLong(FieldPath? path, int limit) => Add(FieldError.TooLong(path, limit));

    /// <inheritdoc cref="FieldError.TooMany"/>
    public void TooMany(FieldPath? path, int count, int limit) => Add(FieldError.TooMany(path, count, limit));

    /// <inheritdoc cref="FieldError.TypeInvalid"/>
    public void TypeInvalid(FieldPath? path, BadValue value, string detail) => Add(FieldError.TypeInvalid(path, value, detail));

    /// <inheritdoc cref="FieldError.Internal"/>
    public void Internal(FieldPath? path, string detail) => Add(FieldError.Internal(path, detail));

    /// <summary>The errors as the causes of a <see cref="Status"/>.</summary>
    public ValueList<StatusCause> ToCauses()
    {
        var causes = new StatusCause[Count];
        for (var i = 0; i < causes.Length; i++) causes[i] = new() { Reason = this[i].Type, Message = this[i].Body, Field = this[i].Field };
        return ValueList.Wrap(causes);
    }

    /// <summary>All messages in one: a single one as it is, several in brackets, each only once.</summary>
    public override string ToString()
    {
        var messages = new List<string>(Count);
        foreach (var error in this)
        {
            var message = error.ToString();
            if (!messages.Contains(message)) messages.Add(message);
        }

        return messages.Count == 1 ? messages[0] : $"[{string.Join(", ", messages)}]";
    }

    public IEnumerator<FieldError> GetEnumerator() => (_errors ?? Enumerable.Empty<FieldError>()).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
