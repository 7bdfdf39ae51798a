Profile: LiantiConsortium
Parent: LiantiOrganization
Id: lianti-consortium
Title: "Consortium 医联体"
Description: "A network of units. Who belongs to it is told by affiliations, so it is part of nothing. 由多家单位组成的网络；成员以 OrganizationAffiliation 表示，自身不隶属任何机构。"
* insert Sliced(type, pattern, $this)
* type contains consortium 1..1
* type[consortium] = OrganizationKind#consortium
* partOf 0..0
* insert Sliced(contact, pattern, purpose)
* contact contains admin 0..1
* contact[admin].purpose = http://terminology.hl7.org/CodeSystem/contactentity-type#ADMIN
* contact[admin].telecom 1..*
* contact[admin] ^short = "The office of the consortium"
