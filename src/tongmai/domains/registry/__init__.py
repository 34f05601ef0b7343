"""The registry: institutions, people at work, posts, beds, equipment, services, certificates. The room's manifest."""

from tongmai.base.words import Words
from tongmai.domains.registry import rules
from tongmai.domains.registry.pages import PAGES
from tongmai.domains.registry.policy import RULES
from tongmai.domains.registry.roles import ROLES
from tongmai.domains.registry.sheets import SHEETS
from tongmai.domains.registry.workflows import CERTIFICATE
from tongmai.model.domain import Domain

DOMAIN = Domain(
    id="registry",
    title=Words("资源注册", "registry"),
    catalogue=("A01", "A02", "A03", "A07", "A08", "E07", "E10", "E11", "H10", "I10", "I11", "J06"),
    workflows=(CERTIFICATE,),
    roles=ROLES,
    rules=RULES,
    sheets=SHEETS,
    pages=PAGES,
    seeds=(
        "Organization",
        "OrganizationAffiliation",
        "Location",
        "HealthcareService",
        "Device",
        "Practitioner",
        "PractitionerRole",
        "Post",
        "Certificate",
        "Schedule",
        "Slot",
    ),
    emits=("registry.certificate.certify", "registry.certificate.expire"),
    functions=rules.FUNCTIONS,
)
